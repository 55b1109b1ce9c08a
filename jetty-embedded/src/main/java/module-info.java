/** Drafthorse in an embedded Jetty. */
module org.drafthorse.jetty {
  requires transitive org.drafthorse.servlet;
  requires java.logging;
  requires org.eclipse.jetty.alpn.server;
  requires org.eclipse.jetty.ee10.servlet;
  requires org.eclipse.jetty.http2.server;
  requires org.eclipse.jetty.server;
  requires static info.picocli;

  exports org.drafthorse.jetty;

  opens org.drafthorse.jetty to
      info.picocli;
}
