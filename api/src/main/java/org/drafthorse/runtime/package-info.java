/**
 * Threads, queues and time around the engine; knows no container. An adapter asks a {@link
 * org.drafthorse.runtime.WebSocketRuntime} to admit a client, and then connects a {@link
 * org.drafthorse.runtime.ConnectionDriver} with its own {@link org.drafthorse.runtime.Transport}.
 *
 * <p>One way through: {@code Transport -> ConnectionDriver -> Input -> engine -> Callbacks ->
 * Mailbox -> handler -> ClientConnection -> Output -> Transport}. How a connection ends, for
 * whatever reason, is said in one place, {@code Closing}.
 *
 * <p>Callbacks that may block are no less safe on the thread that reads, if an adapter can have
 * another take its place ({@link org.drafthorse.runtime.ConnectionDriver#lead}). For short ones
 * that is done: to wake a thread costs more than to read a small message, to check and to answer
 * it.
 *
 * <p>Locks guard a mailbox, what waits for it, a credit, an output queue, a turn's list and the
 * pool; none is held over I/O or a callback.
 */
package org.drafthorse.runtime;
