package org.drafthorse.servlet;

/** What the filter does with a WebSocket request for a path that has no resource. */
public enum UnknownPath {
  /** Answers 404: the filter owns the paths it is mapped to. The default. */
  NOT_FOUND,
  /** Passes it down the filter chain, where somebody else may know the path. */
  CHAIN
}
