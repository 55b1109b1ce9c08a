package org.drafthorse.runtime;

import java.util.Collection;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.drafthorse.Broadcast;
import org.drafthorse.ListenerMode;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceContext;
import org.drafthorse.ResourceListener;
import org.drafthorse.ResourceOptions;
import org.drafthorse.WebSocketConnection;
import org.drafthorse.WebSocketResource;

/** A handler under its path, with its mailbox and its connections. Any thread. */
final class RegisteredResource implements ResourceContext {

  private final WebSocketRuntime runtime;
  private final String path;
  private final WebSocketResource handler;
  private final ResourceOptions options;
  private final PendingTasks pending;
  private final Executor executor;
  private final Quickness quickness = new Quickness();
  private final Mailbox mailbox;
  private final Set<WebSocketConnection> connections = ConcurrentHashMap.newKeySet();
  private final Collection<WebSocketConnection> connectionsView =
      Collections.unmodifiableCollection(connections);
  private final AtomicInteger clients = new AtomicInteger();
  private final AtomicBoolean listenerRuns = new AtomicBoolean();
  private final AtomicReference<@Nullable OwnListener> listener = new AtomicReference<>();
  private volatile boolean published;
  private volatile boolean retired;

  RegisteredResource(
      WebSocketRuntime runtime, String path, WebSocketResource handler, ResourceOptions options) {
    this.runtime = runtime;
    this.path = path;
    this.handler = handler;
    this.options = options;
    this.pending = new PendingTasks(path, options.limits().maxPendingTasks());
    Executor own = options.executor();
    this.executor = own == null ? runtime.threads().executor(path) : own;
    this.mailbox = newMailbox();
  }

  WebSocketRuntime runtime() {
    return runtime;
  }

  WebSocketResource handler() {
    return handler;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /** The mailbox for a new connection. */
  Mailbox mailboxForConnection() {
    return options.mailboxPerConnection() ? newMailbox() : mailbox;
  }

  /** Its {@code onRegister} is over: clients may come. */
  void publish() {
    published = true;
  }

  boolean isPublished() {
    return published;
  }

  /** Counts a client in; false if there are too many. */
  boolean reserve() {
    int most = options.limits().maxClients();
    if (clients.incrementAndGet() <= most && !retired) {
      return true;
    }
    clients.decrementAndGet();
    return false;
  }

  void unreserve() {
    clients.decrementAndGet();
    if (retired) {
      mailbox.wake();
    }
  }

  void joined(ConnectionDriver driver) {
    connections.add(driver.client());
    if (retired) {
      // Unregistered while this client was under way, and perhaps before the walk over all.
      driver.closing().stop();
    }
  }

  void left(ConnectionDriver driver) {
    connections.remove(driver.client());
  }

  /** Called now and then, by the timer's thread. */
  void watch(long now) {
    mailbox.watch(now);
    Threads.look(executor, now);
  }

  /** No client comes any more, and an own listener ends with the last one. */
  void retire() {
    retired = true;
    mailbox.wake();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public ResourceOptions options() {
    return options;
  }

  @Override
  public Collection<WebSocketConnection> connections() {
    return connectionsView;
  }

  @Override
  public Broadcast broadcast() {
    return new BroadcastSender(runtime, connectionsView);
  }

  @Override
  public Broadcast broadcast(Collection<? extends WebSocketConnection> receivers) {
    return new BroadcastSender(runtime, receivers);
  }

  @Override
  public boolean execute(Runnable task) {
    return put(Objects.requireNonNull(task, "task"));
  }

  @Override
  public boolean post(Object message) {
    Objects.requireNonNull(message, "message");
    return put(() -> handler.onCustomMessage(message));
  }

  @Override
  public ResourceListener listener() {
    if (options.listenerMode() != ListenerMode.OWN) {
      throw new IllegalStateException(path + " is not registered with ListenerMode.OWN");
    }
    return listener.updateAndGet(
        now ->
            now == null || now.isClosed()
                ? new OwnListener(mailbox, listenerRuns, this::isOver)
                : now);
  }

  /** Whether no client is here or may still come, and none of another resource uses the mailbox. */
  private boolean isOver() {
    return retired && clients.get() == 0 && !mailbox.isAttached();
  }

  private boolean put(Runnable task) {
    if (retired) {
      throw new IllegalStateException(path + " is not registered any more");
    }
    if (!pending.tryAdd()) {
      return false;
    }
    try {
      mailbox.put(() -> run(task));
      return true;
    } catch (Throwable e) {
      pending.remove();
      throw e;
    }
  }

  private void run(Runnable task) {
    pending.remove();
    try {
      task.run();
    } catch (Throwable error) {
      report(handler, null, error);
    }
  }

  /** Tells the handler of an error of its own, and keeps to itself one more. */
  static void report(
      WebSocketResource handler, @Nullable WebSocketConnection connection, Throwable error) {
    try {
      handler.onError(connection, error);
    } catch (Throwable again) {
      again.addSuppressed(error);
      Log.RUNTIME.log(System.Logger.Level.ERROR, handler.getClass() + ".onError failed", again);
    }
  }

  private Mailbox newMailbox() {
    return new Mailbox(
        path,
        options.listenerMode(),
        executor,
        quickness,
        runtime.threads().refused(),
        runtime.loader(),
        runtime.clock());
  }
}
