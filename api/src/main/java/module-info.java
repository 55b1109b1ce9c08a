/** WebSocket resources, independent of any container. */
module org.drafthorse {
  exports org.drafthorse;
  exports org.drafthorse.engine;
  exports org.drafthorse.engine.deflate;
  exports org.drafthorse.runtime;
}
