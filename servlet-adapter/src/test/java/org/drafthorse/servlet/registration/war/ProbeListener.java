package org.drafthorse.servlet.registration.war;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.drafthorse.ListenerMode;
import org.drafthorse.ResourceRegistry;
import org.drafthorse.servlet.WebSocketFilter;

/** Registers the probe in code. */
@WebListener
public final class ProbeListener implements ServletContextListener {

  /** For the container. */
  public ProbeListener() {}

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ResourceRegistry registry = WebSocketFilter.registry(event.getServletContext());
    registry.register("/direct", new Probe(), ProbeOptions.of(ListenerMode.DIRECT));
    registry.register("/executor", new Probe(), ProbeOptions.of(ListenerMode.EXECUTOR));
    registry.register("/own", new Probe(), ProbeOptions.of(ListenerMode.OWN));
  }
}
