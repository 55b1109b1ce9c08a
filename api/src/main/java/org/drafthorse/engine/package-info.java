/**
 * The protocol: bytes in, events and bytes out. No socket, no thread, no clock, and nothing thrown
 * because of a peer: its faults become a status.
 *
 * <p>{@link org.drafthorse.engine.OpeningHandshake} reads a request and answers it. {@link
 * org.drafthorse.engine.ProtocolEngine} reads what follows, and {@link
 * org.drafthorse.engine.FrameEncoder} writes frames. Versions differ by value in {@link
 * org.drafthorse.ProtocolVersion} and by behaviour in two strategies: frames of RFC 6455 for 13, 8
 * and 7, and those of draft 00.
 *
 * <p>Classes here are not for several threads at once unless they say so.
 */
package org.drafthorse.engine;
