package org.drafthorse.example;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.drafthorse.Broadcast;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourcePath;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/**
 * Tells its clients how many connections the application has: {@code echo 1, chat 2}. A bean that
 * CDI makes, with all that Drafthorse lets be injected.
 */
@ApplicationScoped
@ResourcePath("/visitors")
public class VisitorsResource implements WebSocketResource {

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(VisitorsResource::daemon);

  @Inject private ResourceRegistry registry;
  @Inject private ResourceContext context;
  @Inject private Broadcast everybody;
  private String told = "";

  /** For CDI. */
  public VisitorsResource() {}

  @PostConstruct
  void start() {
    Future<?> unused =
        clock.scheduleWithFixedDelay(() -> context.execute(this::tellNews), 1, 1, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    clock.shutdownNow();
  }

  @Override
  public void onOpen(WebSocketConnection connection) {
    connection.sendText(count());
  }

  private void tellNews() {
    String now = count();
    if (!now.equals(told)) {
      told = now;
      everybody.sendText(now);
    }
  }

  private String count() {
    return "echo " + count("/echo") + ", chat " + count("/chat");
  }

  private int count(String path) {
    ResourceContext resource = registry.find(path);
    return resource == null ? 0 : resource.connections().size();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "visitors");
    thread.setDaemon(true);
    return thread;
  }
}
