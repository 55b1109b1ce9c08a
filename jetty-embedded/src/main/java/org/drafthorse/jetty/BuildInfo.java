package org.drafthorse.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What the build wrote into the jar. */
final class BuildInfo {

  private BuildInfo() {}

  static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IOException("the jar lacks build.properties");
      }
      properties.load(in);
    }
    return properties.getProperty("version", "unknown");
  }
}
