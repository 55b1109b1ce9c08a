package org.drafthorse.wire;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.drafthorse.OriginPolicy;
import org.drafthorse.ResourceOptions;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.servlet.WebSocketFilter;

/** Registers the contract's resources in a web application; loaded when that starts. */
public final class ContractServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  /** For the container. */
  public ContractServlet() {}

  @Override
  public void init() {
    ResourceRegistry registry = WebSocketFilter.registry(getServletContext());
    ServerSide side = new ServerSide();
    SlowSide slow = new SlowSide();
    ContractResources.register(registry, side);
    ContractResources.registerMore(registry, side, slow);
    ResourceOptions any = ResourceOptions.builder().origins(OriginPolicy.any()).build();
    registry.register("/observe", new Observer(side, slow, registry), any);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }
}
