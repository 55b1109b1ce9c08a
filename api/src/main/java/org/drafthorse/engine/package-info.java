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
 *
 * <h2>How strict it is</h2>
 *
 * Where a text leaves a choice, or a peer's fault could be passed over, this is what is done:
 *
 * <table>
 * <caption>RFC 6455, unless another text is named</caption>
 * <tr><th>section</th><th>choice</th></tr>
 * <tr><td>4.2.1</td><td>A request without {@code Sec-WebSocket-Version} is 400, one with a version that
 *     is not enabled 426; both answers name the enabled ones. So are {@code Host}, the version, the
 *     key and the origin when they are there twice (400), and a body (400).</td></tr>
 * <tr><td>4.2.1</td><td>{@code Upgrade} and {@code Connection} are lists and may be there twice. A list
 *     may have empty elements and repeat one.</td></tr>
 * <tr><td>4.2.1</td><td>The key of version 13 has to be base64 of 16 bytes, with its padding; that of 7
 *     and 8 any printable characters.</td></tr>
 * <tr><td>4.2.2</td><td>A client of 7 or 8 may send its origin in {@code Origin}; if both headers are
 *     there, they have to agree.</td></tr>
 * <tr><td>5.1</td><td>A frame without a mask is 1002 at its second byte, also in 7 and 8.</td></tr>
 * <tr><td>5.2</td><td>A reserved bit or an unknown opcode is 1002 at the first byte, a length that is
 *     not in its shortest form 1002 as soon as it is read.</td></tr>
 * <tr><td>5.4, 10.4</td><td>A frame or message above its limit is 1009 as soon as a header tells, before
 *     the masking key; so is one fragment too many, empty ones included.</td></tr>
 * <tr><td>5.5.1</td><td>A close frame is answered with its own code and no reason; half a code is 1002,
 *     a reason that is not UTF-8 1007.</td></tr>
 * <tr><td>5.5.2</td><td>Every ping is answered, until a client lets some KiB of answers wait; then the
 *     latest.</td></tr>
 * <tr><td>5.5.3</td><td>Pongs that nobody asked for are handed to the resource.</td></tr>
 * <tr><td>7.1.1, 7.1.7</td><td>After a broken rule the close frame goes out behind the answers to earlier
 *     messages, then FIN; what comes is read and dropped until the peer's FIN.</td></tr>
 * <tr><td>7.4</td><td>1000 to 1003, 1007 to 1014 and 3000 to 4999 are allowed in a close frame, and
 *     1004 from clients of 7 and 8, which get a close frame without code; all else is 1002.</td></tr>
 * <tr><td>8.1</td><td>Text that is not UTF-8 is 1007 at the first byte that cannot be, also when it is
 *     deflated, and in version 00, where the draft would replace it.</td></tr>
 * <tr><td>9.1</td><td>Extensions are declined by silence. A list of them that breaks the grammar offers
 *     nothing from there on, and does not fail the handshake.</td></tr>
 * <tr><td>RFC 7692, 5</td><td>The first offer that can be kept to the letter is taken; {@code
 *     client_max_window_bits} is never asked for; without context takeover both sides are told so.
 *     Those of drafts ({@code deflate-stream}, {@code x-webkit-deflate-frame}) are declined.</td></tr>
 * <tr><td>RFC 7692, 7.2</td><td>Malformed deflated data, or data that breaks off in the middle of a block,
 *     is 1007. A message may have one final block; what stands behind it refers to what
 *     stands before it with context takeover only.</td></tr>
 * <tr><td>draft 76, 4.2</td><td>Only text frames and the closing FF 00; all other frame types close the
 *     connection at their first byte, and lengths are never read.</td></tr>
 * <tr><td>draft 76, 5.1</td><td>A key whose number has a remainder, no space, or more digits than 32 bits
 *     hold is 400. Eight bytes announced by {@code Content-Length} are no body.</td></tr>
 * </table>
 */
package org.drafthorse.engine;
