package org.drafthorse.servlet.jetty;

import java.nio.ByteBuffer;
import org.drafthorse.Nullable;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Callback;

/**
 * The end of the HTTP exchange that a takeover is. If the client is gone before the answer is out,
 * Jetty does not hand the connection over: then the driver is told, so that the client's place is
 * free at once.
 *
 * <p>Also hides the body that some clients of version 00 announce for their last eight bytes: to
 * Jetty the request is complete, so that it neither waits for them nor eats them; they belong to
 * the upgraded connection.
 */
final class TakeoverStream implements HttpStream {

  private final HttpStream stream;
  private final JettyConnection connection;
  private final boolean hasBody;

  TakeoverStream(HttpStream stream, JettyConnection connection, boolean hasBody) {
    this.stream = stream;
    this.connection = connection;
    this.hasBody = hasBody;
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
      MetaData.Request request,
      MetaData.Response response,
      boolean last,
      ByteBuffer content,
      Callback callback) {
    stream.send(request, response, last, content, callback);
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
    connection.endUnlessOpened(new EofException("the client left during its handshake"));
  }

  @Override
  public void failed(Throwable x) {
    stream.failed(x);
    connection.endUnlessOpened(x);
  }

  @Override
  public InvocationType getInvocationType() {
    return stream.getInvocationType();
  }
}
