package org.drafthorse.servlet.registration;

/** What makes beans in a web application. */
enum Cdi {
  NONE(""),
  WELD("weld"),
  OPEN_WEB_BEANS("openwebbeans");

  private final String directory;

  Cdi(String directory) {
    this.directory = directory;
  }

  /** Where the build puts its jars, below {@code target}. */
  String directory() {
    return directory;
  }
}
