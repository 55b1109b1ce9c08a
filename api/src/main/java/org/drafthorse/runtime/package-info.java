/**
 * Threads, queues and time around the engine; knows no container. An adapter asks a {@link
 * org.drafthorse.runtime.WebSocketRuntime} to admit a client, and then connects a {@link
 * org.drafthorse.runtime.ConnectionDriver} with its own {@link org.drafthorse.runtime.Transport}.
 *
 * <p>One way through: {@code Transport -> ConnectionDriver -> engine -> Callbacks -> Mailbox ->
 * handler -> ClientConnection -> Output -> Transport}. Locks are those of a mailbox, an output
 * queue and a credit; none is held over I/O or a callback, and none while another is taken.
 */
package org.drafthorse.runtime;
