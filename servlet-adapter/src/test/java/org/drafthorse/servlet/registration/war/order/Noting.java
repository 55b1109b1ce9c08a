package org.drafthorse.servlet.registration.war.order;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.drafthorse.servlet.registration.Ledger;

/** A filter that notes whom it has seen, under its name. */
public final class Noting extends HttpFilter {

  private static final long serialVersionUID = 1;

  /** For the container. */
  public Noting() {}

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Ledger.note("order", getFilterName());
    chain.doFilter(request, response);
  }
}
