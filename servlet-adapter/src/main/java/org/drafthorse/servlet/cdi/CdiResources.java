package org.drafthorse.servlet.cdi;

import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.Unmanaged;
import jakarta.enterprise.inject.spi.Unmanaged.UnmanagedInstance;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.stream.Stream;
import org.drafthorse.Nullable;
import org.drafthorse.WebSocketResource;
import org.drafthorse.servlet.OneLine;
import org.drafthorse.servlet.ResourceFactory;

/**
 * Makes resources as CDI makes its beans: a class that is a bean is looked up, any other is made
 * with injection into its constructor and fields all the same. Callbacks run in a request context.
 */
public final class CdiResources implements ResourceFactory {

  private static final Set<Class<?>> OF_ONE_CLIENT =
      Set.of(RequestScoped.class, SessionScoped.class, ConversationScoped.class);

  private static final System.Logger LOG = System.getLogger("org.drafthorse.servlet");

  private final BeanManager beans;
  private final RequestContexts requests;
  private final Deque<Runnable> destroyers = new ArrayDeque<>();

  private CdiResources(BeanManager beans) {
    this.beans = beans;
    this.requests = new RequestContexts(beans);
  }

  /** A factory for the web application of this thread's class loader, or null if it has no CDI. */
  public static @Nullable ResourceFactory ifThere() {
    try {
      return new CdiResources(CDI.current().getBeanManager());
    } catch (IllegalStateException e) {
      return null;
    }
  }

  @Override
  public WebSocketResource make(Class<? extends WebSocketResource> type) throws ServletException {
    LateContext context = new LateContext(requests);
    LateContext before = LateContext.enter(context);
    try {
      return new CdiResource(instance(type), context, requests);
    } catch (RuntimeException e) {
      throw new ServletException("CDI cannot make it: " + OneLine.withCause(e), e);
    } finally {
      LateContext.leave(before);
    }
  }

  private WebSocketResource instance(Class<? extends WebSocketResource> type) {
    for (Bean<?> each : beans.getBeans(type, jakarta.enterprise.inject.Any.Literal.INSTANCE)) {
      if (each.getBeanClass() == type) {
        if (OF_ONE_CLIENT.contains(each.getScope())) {
          throw new IllegalArgumentException(
              "one object serves all clients, which a bean of "
                  + each.getScope().getSimpleName()
                  + " cannot; ApplicationScoped can");
        }
        CreationalContext<?> creation = beans.createCreationalContext(each);
        destroyers.push(creation::release);
        return type.cast(beans.getReference(each, type, creation));
      }
    }
    return unmanaged(type);
  }

  private <T extends WebSocketResource> T unmanaged(Class<T> type) {
    boolean constructible =
        Stream.of(type.getDeclaredConstructors())
            .anyMatch(
                each -> each.getParameterCount() == 0 || each.isAnnotationPresent(Inject.class));
    if (Modifier.isAbstract(type.getModifiers()) || !constructible) {
      throw new IllegalArgumentException(
          "it needs to be concrete, with a constructor that has @Inject or no parameters");
    }
    UnmanagedInstance<T> made = new Unmanaged<>(beans, type).newInstance();
    T instance = made.produce().inject().postConstruct().get();
    destroyers.push(made::dispose);
    destroyers.push(made::preDestroy);
    return instance;
  }

  /** What one of an application's destroyers throws keeps none of the others from its work. */
  @Override
  public void close() {
    for (Runnable next = destroyers.poll(); next != null; next = destroyers.poll()) {
      try {
        next.run();
      } catch (Throwable e) {
        LOG.log(System.Logger.Level.ERROR, "a resource that CDI made could not be destroyed", e);
      }
    }
  }
}
