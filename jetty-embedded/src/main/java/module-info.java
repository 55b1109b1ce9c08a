/** Drafthorse in an embedded Jetty. */
module org.drafthorse.jetty {
  requires transitive org.drafthorse.servlet;
  requires info.picocli;
  requires java.logging;
  requires org.eclipse.jetty.ee10.servlet;
  requires org.eclipse.jetty.server;

  exports org.drafthorse.jetty;

  opens org.drafthorse.jetty to
      info.picocli;
}
