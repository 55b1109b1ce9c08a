/**
 * The filter that takes WebSocket connections over from a Servlet container, and its settings. What
 * a container does in its own way stands behind {@link org.drafthorse.servlet.Takeover}.
 */
package org.drafthorse.servlet;
