package org.drafthorse.wire;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The outermost filter: hands a wrapped request and response to the others, and once these have
 * returned, every call on either fails, and is remembered.
 */
final class Poison implements Filter {

  private final Queue<Throwable> touches = new ConcurrentLinkedQueue<>();
  private final Queue<WeakReference<ServletRequest>> requests = new ConcurrentLinkedQueue<>();

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequestWrapper wrapped = new HttpServletRequestWrapper((HttpServletRequest) request);
    HttpServletResponseWrapper answer =
        new HttpServletResponseWrapper((HttpServletResponse) response);
    requests.add(new WeakReference<>(wrapped));
    try {
      chain.doFilter(wrapped, answer);
    } finally {
      wrapped.setRequest(poisoned(HttpServletRequest.class));
      answer.setResponse(poisoned(HttpServletResponse.class));
    }
  }

  /** Who called the request or the response after the filters had returned. */
  Queue<Throwable> touches() {
    return touches;
  }

  /** Whether nobody holds a request any more. */
  boolean areRequestsForgotten() {
    System.gc();
    return !requests.isEmpty() && requests.stream().allMatch(each -> each.refersTo(null));
  }

  private <T> T poisoned(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              IllegalStateException touch =
                  new IllegalStateException(method + " after the filters had returned");
              touches.add(touch);
              throw touch;
            }));
  }
}
