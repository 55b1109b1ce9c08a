package org.drafthorse.wire;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.conformance.EchoResource;

/** The resources that the contract asks for: one for each listener mode, and some that refuse. */
final class ContractResources {

  static final int MOST = 2 * 1024 * 1024;

  /** What the old clients ask for, of which we know byte for byte what they sent. */
  static final List<String> OLD_PATHS =
      List.of(
          "/",
          "/chat",
          "/demo",
          "/devtools/page/642D7227-148E-47C2-B97A-E00850E3AFA3",
          "/echo",
          "/ios",
          "/socket.io/websocket",
          "/wstest");

  private ContractResources() {}

  static void register(ResourceRegistry registry, ServerSide side) {
    registry.register("/DIRECT", side, options(ListenerMode.DIRECT).build());
    registry.register("/EXECUTOR", side, options(ListenerMode.EXECUTOR).build());
    registry.register(
        "/same-host", side, options(ListenerMode.DIRECT).origins(OriginPolicy.sameHost()).build());
    registry.register("/13", side, only(ProtocolVersion.V13));
    registry.register("/8", side, only(ProtocolVersion.V8));
  }

  /** Those for tests of how bytes flow and connections end. */
  static void registerMore(ResourceRegistry registry, ServerSide side, SlowSide slow) {
    Limits hasty = Limits.builder().closeTimeout(Duration.ofMillis(300)).build();
    registry.register("/hasty", side, options(ListenerMode.EXECUTOR).limits(hasty).build());
    Limits few = Limits.builder().maxPendingMessages(4).maxMessageSize(MOST).build();
    EchoResource.register(registry);
    MixtureSide.register(registry);
    ResourceOptions old = ResourceOptions.builder().origins(OriginPolicy.any()).build();
    OLD_PATHS.forEach(path -> registry.register(path, side, old));
    registry.register("/flood", new FloodSide(), options(ListenerMode.DIRECT).build());
    Limits fewAndHasty =
        Limits.builder().maxPendingMessages(4).closeTimeout(Duration.ofMillis(300)).build();
    registry.register("/stuck", slow, options(ListenerMode.EXECUTOR).limits(fewAndHasty).build());
    Limits impatient =
        Limits.builder().maxMessageSize(MOST).writeTimeout(Duration.ofMillis(300)).build();
    registry.register("/impatient", side, options(ListenerMode.DIRECT).limits(impatient).build());
    registry.register("/slow", slow, options(ListenerMode.EXECUTOR).limits(few).build());
  }

  private static ResourceOptions.Builder options(ListenerMode mode) {
    Limits limits = Limits.builder().maxFrameSize(MOST).maxMessageSize(MOST).build();
    return ResourceOptions.builder().listenerMode(mode).limits(limits).origins(OriginPolicy.any());
  }

  private static ResourceOptions only(ProtocolVersion version) {
    return options(ListenerMode.DIRECT).versions(EnumSet.of(version)).build();
  }
}
