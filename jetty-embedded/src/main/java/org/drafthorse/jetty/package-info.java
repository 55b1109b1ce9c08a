/**
 * The server for {@code main()} and for the command line: {@link
 * org.drafthorse.jetty.WebSocketServer} is all that a program needs, and no type of Jetty shows in
 * it.
 */
package org.drafthorse.jetty;
