package org.drafthorse.servlet.jetty;

import java.nio.ByteBuffer;
import org.drafthorse.runtime.Admission.Admitted;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;

/** Puts our connection in the place of HTTP's, as soon as the exchange of a request is over. */
final class HttpUpgrade {

  private HttpUpgrade() {}

  static boolean isHttp2(Request request) {
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
  }

  /** Hands over the connection of that request; its response has the admission's answer already. */
  static void prepare(Request request, Admitted admitted) {
    ConnectionMetaData metaData = request.getConnectionMetaData();
    Connection http = metaData.getConnection();
    Connector connector = metaData.getConnector();
    EndPoint tcp = http.getEndPoint();
    boolean isStream = isHttp2(request);
    EndPoint endPoint = isStream ? request.getTunnelSupport().getEndPoint() : tcp;
    Wire wire =
        isStream
            ? new StreamWire(endPoint, tcp, connector)
            : new SocketWire(tcp, connector.getByteBufferPool(), request.isSecure());
    // Taken now: Jetty's parser would eat line ends at the head of what follows the request, and
    // version 00's eight bytes may begin with them.
    ByteBuffer leftover = http instanceof Connection.UpgradeFrom from ? from.onUpgradeFrom() : null;
    JettyConnection connection =
        new JettyConnection(
            endPoint,
            wire,
            connector.getExecutor(),
            isStream ? null : connector.getBean(SelectorThreads.class),
            admitted.driver(),
            leftover);
    connector.getEventListeners().forEach(connection::addEventListener);
    int status = admitted.answer().status();
    request.addHttpStreamWrapper(stream -> new TakeoverStream(stream, request, connection, status));
    // Last: from now on the connection is handed over.
    request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
  }
}
