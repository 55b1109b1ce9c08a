/**
 * The extension permessage-deflate (RFC 7692): the offer and the answer to it, and what compresses
 * and inflates messages with the platform's zlib.
 *
 * <p>Where the RFC leaves a choice: a malformed offer is declined like one that is not known, and
 * never fails the handshake; of several offers the first that can be kept is taken; without context
 * takeover both sides are told so; extensions of drafts ({@code deflate-stream}, {@code
 * x-webkit-deflate-frame}) are declined.
 */
package org.drafthorse.engine.deflate;
