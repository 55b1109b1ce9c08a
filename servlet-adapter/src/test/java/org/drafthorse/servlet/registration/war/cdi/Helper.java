package org.drafthorse.servlet.registration.war.cdi;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.drafthorse.Broadcast;
import org.drafthorse.ResourceContext;
import org.drafthorse.servlet.registration.Ledger;

/** Made with a resource, and for it. */
@Dependent
public class Helper {

  @Inject private ResourceContext context;
  @Inject private Broadcast all;
  @Inject private PerRequest request;

  /** For CDI. */
  public Helper() {}

  @PreDestroy
  void destroyed() {
    Ledger.note("life", "helper destroyed");
  }

  String path() {
    return context.path();
  }

  int number() {
    return request.number();
  }

  void tellAll(String text) {
    Broadcast.Result unused = all.sendText(text);
  }
}
