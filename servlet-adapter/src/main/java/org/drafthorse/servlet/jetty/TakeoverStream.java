package org.drafthorse.servlet.jetty;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import org.drafthorse.Nullable;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * The end of the HTTP exchange that a takeover is. If the client is gone before the answer is out,
 * Jetty does not hand the connection over: then the driver is told, so that the client's place is
 * free at once.
 *
 * <p>The answer is not the last word of the application: a filter around ours may fail, or put an
 * error in its place. Jetty would send that and hand the connection over all the same. Here, what
 * lets nobody in opens nothing; and what does has no body, as over HTTP/2 that would be frames.
 *
 * <p>Also hides the body that some clients of version 00 announce for their last eight bytes: to
 * Jetty the request is complete, so that it neither waits for them nor eats them; they belong to
 * the upgraded connection.
 */
final class TakeoverStream implements HttpStream {

  private static final EnumSet<HttpHeader> OF_THE_ADMISSION =
      EnumSet.of(
          HttpHeader.UPGRADE,
          HttpHeader.SEC_WEBSOCKET_ACCEPT,
          HttpHeader.SEC_WEBSOCKET_EXTENSIONS,
          HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL);

  private final HttpStream stream;
  private final Request request;
  private final JettyConnection connection;
  private final int status;
  private final boolean hasBody;
  private volatile boolean refused;

  /**
   * Wraps the exchange of that request.
   *
   * @param status of the answer that lets the client in
   */
  TakeoverStream(HttpStream stream, Request request, JettyConnection connection, int status) {
    this.stream = stream;
    this.request = request;
    this.connection = connection;
    this.status = status;
    this.hasBody = request.getLength() > 0;
  }

  @Override
  public String getId() {
    return stream.getId();
  }

  @Override
  public Content.Chunk read() {
    return hasBody ? Content.Chunk.EOF : stream.read();
  }

  @Override
  public void demand() {
    stream.demand();
  }

  @Override
  public void prepareResponse(HttpFields.Mutable headers) {
    stream.prepareResponse(headers);
  }

  @Override
  public void send(
      MetaData.Request head,
      MetaData.@Nullable Response response,
      boolean last,
      @Nullable ByteBuffer content,
      Callback callback) {
    MetaData.Response sent = response;
    if (sent != null && sent.getStatus() != status && !HttpStatus.isInterim(sent.getStatus())) {
      refused = true;
      request.removeAttribute(UPGRADE_CONNECTION_ATTRIBUTE);
      sent = refusal(sent);
    }
    if (content != null && !refused) {
      BufferUtil.clear(content);
    }
    stream.send(head, sent, last, content, callback);
  }

  /** Without what we have said, and the end: what follows the request may be frames. */
  private static MetaData.Response refusal(MetaData.Response sent) {
    HttpFields.Mutable headers = HttpFields.build(sent.getHttpFields());
    headers.remove(OF_THE_ADMISSION);
    if (sent.getHttpVersion() != HttpVersion.HTTP_2) {
      headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
    return new MetaData.Response(
        sent.getStatus(),
        sent.getReason(),
        sent.getHttpVersion(),
        headers,
        sent.getContentLength(),
        sent.getTrailersSupplier());
  }

  @Override
  public Runnable cancelSend(Throwable cause, Callback appCallback) {
    return stream.cancelSend(cause, appCallback);
  }

  @Override
  public long getIdleTimeout() {
    return stream.getIdleTimeout();
  }

  @Override
  public void setIdleTimeout(long idleTimeoutMs) {
    stream.setIdleTimeout(idleTimeoutMs);
  }

  @Override
  public boolean isCommitted() {
    return stream.isCommitted();
  }

  @Override
  public TunnelSupport getTunnelSupport() {
    return stream.getTunnelSupport();
  }

  @Override
  public @Nullable Throwable consumeAvailable() {
    return hasBody ? null : stream.consumeAvailable();
  }

  @Override
  public void succeeded() {
    stream.succeeded();
    connection.endUnlessOpened();
  }

  @Override
  public void failed(Throwable x) {
    stream.failed(x);
    connection.endUnlessOpened();
  }

  @Override
  public InvocationType getInvocationType() {
    return stream.getInvocationType();
  }
}
