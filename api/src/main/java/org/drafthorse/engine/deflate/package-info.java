/**
 * The extension permessage-deflate (RFC 7692): the offer and the answer to it, and what compresses
 * and inflates messages with the platform's zlib.
 */
package org.drafthorse.engine.deflate;
