package org.drafthorse.servlet;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.drafthorse.Deflate;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.Nullable;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourcePath;

/**
 * The options of a resource, from settings as text. Web.xml and {@link ResourcePath} come here with
 * the same names. What is wrong is an IllegalArgumentException that names the setting.
 */
final class ResourceSettings {

  private final Limits.Builder limits = Limits.builder();
  private final ResourceOptions.Builder options = ResourceOptions.builder();
  private @Nullable Deflate deflate;
  private @Nullable Integer deflateThreshold;

  /** Whether there is a setting of that name. */
  boolean trySet(String name, String value) {
    switch (name) {
      case "origins" -> options.origins(SettingValues.origins(value));
      case "versions" -> options.versions(SettingValues.versions(value));
      case "listener" -> options.listenerMode(SettingValues.listenerMode(value));
      case "mailbox" -> options.mailboxPerConnection(SettingValues.perConnection(value));
      case "deflate" -> deflate = SettingValues.deflate(value);
      case "deflate-threshold" -> deflateThreshold = SettingValues.threshold(value);
      case "overflow" -> options.overflowPolicy(SettingValues.overflowPolicy(value));
      default -> {
        return trySetSize(name, value) || trySetTimeout(name, value);
      }
    }
    return true;
  }

  private boolean trySetSize(String name, String value) {
    switch (name) {
      case "max-frame-size" -> limits.maxFrameSize(SettingValues.number(value));
      case "max-message-size" -> limits.maxMessageSize(SettingValues.number(value));
      case "max-fragments" -> limits.maxFragments(SettingValues.number(value));
      case "max-clients" -> limits.maxClients(SettingValues.number(value));
      case "max-pending-messages" -> limits.maxPendingMessages(SettingValues.number(value));
      case "max-pending-bytes" -> limits.maxPendingBytes(SettingValues.number(value));
      case "max-pending-tasks" -> limits.maxPendingTasks(SettingValues.number(value));
      case "max-queued-bytes" -> limits.maxQueuedBytes(SettingValues.number(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean trySetTimeout(String name, String value) {
    switch (name) {
      case "handshake-timeout" -> limits.handshakeTimeout(SettingValues.duration(value));
      case "close-timeout" -> limits.closeTimeout(SettingValues.duration(value));
      case "write-timeout" -> limits.writeTimeout(SettingValues.duration(value));
      case "ping-interval" -> limits.pingInterval(SettingValues.duration(value));
      case "idle-timeout" -> limits.idleTimeout(SettingValues.duration(value));
      case "draft00-idle-timeout" -> limits.draft00IdleTimeout(SettingValues.duration(value));
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Sets what stands before and behind the equals sign.
   *
   * @param seen the names that came before, and then this one
   */
  void set(String nameAndValue, Set<String> seen) {
    int equals = nameAndValue.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("name=value is expected, not " + nameAndValue.strip());
    }
    String name = nameAndValue.substring(0, equals).strip();
    if (!seen.add(name)) {
      throw new IllegalArgumentException(name + " is there twice");
    }
    set(name, nameAndValue.substring(equals + 1).strip());
  }

  void set(String name, String value) {
    try {
      if (!trySet(name, value)) {
        throw new IllegalArgumentException("a resource has no such setting");
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  void set(ResourcePath annotation) {
    Set<String> seen = new HashSet<>();
    if (annotation.origins().length > 0) {
      seen.add("origins");
      set("origins", String.join(",", annotation.origins()));
    }
    if (annotation.versions().length > 0) {
      seen.add("versions");
      options.versions(EnumSet.copyOf(List.of(annotation.versions())));
    }
    if (annotation.listener().length > 1) {
      throw new IllegalArgumentException("listener: one, not several");
    }
    for (ListenerMode each : annotation.listener()) {
      seen.add("listener");
      options.listenerMode(each);
    }
    for (String each : annotation.settings()) {
      set(each, seen);
    }
  }

  ResourceOptions build() {
    try {
      options.limits(limits.build());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "ping-interval has to be below idle-timeout: " + e.getMessage(), e);
    }
    options.deflate(
        deflate == null || deflateThreshold == null
            ? deflate
            : deflate.withThreshold(deflateThreshold));
    try {
      return options.build();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("listener and mailbox: " + e.getMessage(), e);
    }
  }
}
