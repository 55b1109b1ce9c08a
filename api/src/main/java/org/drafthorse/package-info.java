/**
 * What an author of WebSocket resources sees: implement {@link org.drafthorse.WebSocketResource},
 * register it under a path in a {@link org.drafthorse.ResourceRegistry}, and send with {@link
 * org.drafthorse.WebSocketConnection} or {@link org.drafthorse.Broadcast}.
 *
 * <p>Nothing is null unless it is marked {@link org.drafthorse.Nullable}.
 */
package org.drafthorse;
