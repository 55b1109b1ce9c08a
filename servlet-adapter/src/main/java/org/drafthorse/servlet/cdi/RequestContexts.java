package org.drafthorse.servlet.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.function.Supplier;
import org.drafthorse.Nullable;

/**
 * Runs code in a request context of its own, which is destroyed behind it; or in that of the thread
 * if it has one, as during a handshake. Any thread.
 */
final class RequestContexts {

  private final BeanManager beans;
  private final Bean<?> controllers;

  RequestContexts(BeanManager beans) {
    this.beans = beans;
    this.controllers = beans.resolve(beans.getBeans(RequestContextController.class));
  }

  void run(Runnable code) {
    Object unused =
        call(
            () -> {
              code.run();
              return null;
            });
  }

  <T extends @Nullable Object> T call(Supplier<T> code) {
    CreationalContext<?> creation = beans.createCreationalContext(controllers);
    try {
      RequestContextController controller =
          (RequestContextController)
              beans.getReference(controllers, RequestContextController.class, creation);
      boolean activated = controller.activate();
      try {
        return code.get();
      } finally {
        if (activated) {
          controller.deactivate();
        }
      }
    } finally {
      creation.release();
    }
  }
}
