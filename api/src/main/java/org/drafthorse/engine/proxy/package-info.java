/**
 * Finds out who is behind the proxies that an operator trusts.
 *
 * <p>A request passes a chain of proxies, each of which adds at the end of a list who connected to
 * it. Only the end of the list can be trusted, since its beginning may have been sent by the client
 * itself. So everything here reads from right to left, and reads nothing that is left of the first
 * address that is no trusted proxy: what a client wrote is not parsed, and cannot be malformed in a
 * way that matters. Each header is gone through once, character by character.
 *
 * <p>No class here keeps state for several threads, logs, or asks a name server.
 */
package org.drafthorse.engine.proxy;
