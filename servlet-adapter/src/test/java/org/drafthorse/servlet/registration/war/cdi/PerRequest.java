package org.drafthorse.servlet.registration.war.cdi;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import java.util.concurrent.atomic.AtomicInteger;
import org.drafthorse.servlet.registration.Ledger;

/** One for each request, and each callback. */
@RequestScoped
public class PerRequest {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private int number;

  /** For CDI. */
  public PerRequest() {}

  @PostConstruct
  void made() {
    number = NUMBERS.incrementAndGet();
  }

  @PreDestroy
  void destroyed() {
    Ledger.note("requests", "destroyed " + number);
  }

  /** Which one. */
  public int number() {
    return number;
  }
}
