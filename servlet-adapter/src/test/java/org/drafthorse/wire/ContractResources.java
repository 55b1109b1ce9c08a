package org.drafthorse.wire;

import java.util.EnumSet;
import org.drafthorse.Limits;
import org.drafthorse.ListenerMode;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourceRegistry;

/** The resources that the contract asks for: one for each listener mode, and some that refuse. */
final class ContractResources {

  private static final int MOST = 2 * 1024 * 1024;

  private ContractResources() {}

  static void register(ResourceRegistry registry, ServerSide side) {
    registry.register("/DIRECT", side, options(ListenerMode.DIRECT).build());
    registry.register("/EXECUTOR", side, options(ListenerMode.EXECUTOR).build());
    registry.register(
        "/same-host", side, options(ListenerMode.DIRECT).origins(OriginPolicy.sameHost()).build());
    registry.register("/13", side, only(ProtocolVersion.V13));
    registry.register("/8", side, only(ProtocolVersion.V8));
  }

  private static ResourceOptions.Builder options(ListenerMode mode) {
    Limits limits = Limits.builder().maxFrameSize(MOST).maxMessageSize(MOST).build();
    return ResourceOptions.builder().listenerMode(mode).limits(limits).origins(OriginPolicy.any());
  }

  private static ResourceOptions only(ProtocolVersion version) {
    return options(ListenerMode.DIRECT).versions(EnumSet.of(version)).build();
  }
}
