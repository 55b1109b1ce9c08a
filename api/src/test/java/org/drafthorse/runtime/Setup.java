package org.drafthorse.runtime;

import org.drafthorse.ListenerMode;
import org.drafthorse.ResourceOptions;

/** The ways in which a resource's callbacks may run: what holds in one has to hold in all. */
public enum Setup {
  DIRECT(ListenerMode.DIRECT, false),
  EXECUTOR(ListenerMode.EXECUTOR, false),
  OWN(ListenerMode.OWN, false),
  DIRECT_EACH(ListenerMode.DIRECT, true),
  EXECUTOR_EACH(ListenerMode.EXECUTOR, true);

  private final ListenerMode mode;
  private final boolean mailboxPerConnection;

  Setup(ListenerMode mode, boolean mailboxPerConnection) {
    this.mode = mode;
    this.mailboxPerConnection = mailboxPerConnection;
  }

  public ResourceOptions.Builder options() {
    return ResourceOptions.builder().listenerMode(mode).mailboxPerConnection(mailboxPerConnection);
  }
}
