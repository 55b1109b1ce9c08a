package org.drafthorse.servlet.registration.war;

import java.time.Duration;
import java.util.EnumSet;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.OverflowPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;

/** The options of the probe, in code. */
public final class ProbeOptions {

  private ProbeOptions() {}

  /** With callbacks that run there. */
  public static ResourceOptions of(ListenerMode mode) {
    return ResourceOptions.builder()
        .origins(
            OriginPolicy.or(OriginPolicy.sameHost(), OriginPolicy.prefix("https://good.example")))
        .versions(EnumSet.of(ProtocolVersion.V13, ProtocolVersion.V8))
        .listenerMode(mode)
        .overflowPolicy(OverflowPolicy.DROP)
        .limits(
            Limits.builder()
                .maxMessageSize(1024)
                .pingInterval(Duration.ofSeconds(20))
                .idleTimeout(Duration.ofMinutes(2))
                .build())
        .build();
  }
}
