package org.drafthorse.servlet.jetty;

import java.nio.ByteBuffer;
import org.drafthorse.Nullable;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.TunnelSupport;
import org.eclipse.jetty.util.Callback;

/**
 * Hides the body that some clients of version 00 announce for their last eight bytes: to Jetty the
 * request is complete, so that it neither waits for them nor eats them; they belong to the upgraded
 * connection.
 */
final class BodilessStream implements HttpStream {

  private final HttpStream stream;

  BodilessStream(HttpStream stream) {
    this.stream = stream;
  }

  @Override
  public String getId() {
    return stream.getId();
  }

  @Override
  public Content.Chunk read() {
    return Content.Chunk.EOF;
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
    return null;
  }

  @Override
  public void succeeded() {
    stream.succeeded();
  }

  @Override
  public void failed(Throwable x) {
    stream.failed(x);
  }

  @Override
  public InvocationType getInvocationType() {
    return stream.getInvocationType();
  }
}
