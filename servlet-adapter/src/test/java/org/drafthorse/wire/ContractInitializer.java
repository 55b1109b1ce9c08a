package org.drafthorse.wire;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.Set;
import org.drafthorse.Nullable;
import org.drafthorse.servlet.WebSocketFilter;

/** What web.xml says elsewhere, for containers that a {@code main()} starts. */
public final class ContractInitializer implements ServletContainerInitializer {

  /** For the container. */
  public ContractInitializer() {}

  @Override
  public void onStartup(@Nullable Set<Class<?>> none, ServletContext context) {
    FilterRegistration.Dynamic filter = context.addFilter("websocket", WebSocketFilter.class);
    filter.setInitParameter("versions", "13, 8, 7, 00");
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    ServletRegistration.Dynamic servlet = context.addServlet("contract", ContractServlet.class);
    servlet.setLoadOnStartup(1);
    servlet.addMapping("/*");
  }
}
