package org.drafthorse.bench;

import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.drafthorse.ListenerMode;
import org.drafthorse.jetty.BroadcastResource;
import org.drafthorse.jetty.EchoResource;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.servlet.UnknownPath;
import org.drafthorse.servlet.WebSocketFilter;

/** Drafthorse's filter in Tomcat, over the standard {@code HttpServletRequest.upgrade}. */
final class DrafthorseOnTomcatServer implements BenchServer {

  @Override
  public int start() throws Exception {
    WebSocketRuntime runtime =
        WebSocketRuntime.builder().maxClients(DrafthorseServer.MOST_CLIENTS).build();
    runtime
        .registry()
        .register(ECHO, new EchoResource(), DrafthorseServer.echoOptions(ListenerMode.DIRECT));
    runtime
        .registry()
        .register(
            BROADCAST,
            new BroadcastResource(),
            DrafthorseServer.options(ListenerMode.DIRECT).build());
    TomcatContext tomcat = new TomcatContext();
    FilterDef filter = new FilterDef();
    filter.setFilterName("drafthorse");
    filter.setFilter(new WebSocketFilter(runtime, UnknownPath.NOT_FOUND));
    tomcat.context().addFilterDef(filter);
    FilterMap mapping = new FilterMap();
    mapping.setFilterName("drafthorse");
    mapping.addURLPattern("/*");
    tomcat.context().addFilterMap(mapping);
    int port = tomcat.start();
    runtime.start();
    return port;
  }
}
