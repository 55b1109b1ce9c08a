package org.drafthorse.servlet.registration;

/** Where the probe's resources are served. */
public interface Site {

  /** The port on 127.0.0.1. */
  int port();

  /** The path under which clients find a resource. */
  String path(String resource);
}
