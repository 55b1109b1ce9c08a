package org.drafthorse.faults;

import java.util.List;
import java.util.Set;
import org.drafthorse.ProtocolVersion;
import org.drafthorse.runtime.DeflatingClient;
import org.drafthorse.runtime.FakeClient;
import org.drafthorse.runtime.FakeTransport.Mode;
import org.drafthorse.runtime.WebSocketRuntime;
import org.drafthorse.runtime.WireFrame;

/** A client of a {@link FaultScenario}, with or without permessage-deflate. */
record Guest(FakeClient client, DeflatingClient deflating) {

  static Guest connect(
      WebSocketRuntime runtime, String path, ProtocolVersion version, String offer, Mode mode) {
    if (offer.isEmpty()) {
      return new Guest(FakeClient.connect(runtime, path, version, mode), null);
    }
    DeflatingClient deflating = DeflatingClient.connect(runtime, path, version, offer, mode);
    return new Guest(deflating.fake(), deflating);
  }

  boolean isOpen() {
    return client.connection().isOpen();
  }

  void text(String text) {
    if (deflating == null) {
      client.text(text);
    } else {
      deflating.text(text);
    }
  }

  void readAll() {
    boolean more = true;
    while (more) {
      more = client.transport().complete();
    }
  }

  /** Whether that text has come. */
  boolean got(String text) {
    readAll();
    return messages().contains(text);
  }

  /** Half a frame, and something behind it, would be something else. */
  void checkWire(Set<String> known) {
    for (String each : messages()) {
      if (!known.contains(each) && !each.startsWith("still here")) {
        throw new AssertionError(this + " got " + each.substring(0, Math.min(30, each.length())));
      }
    }
  }

  private List<String> messages() {
    if (deflating != null) {
      return deflating.messages().stream().map(DeflatingClient.Message::text).toList();
    }
    StringBuilder whole = new StringBuilder();
    return client.frames().stream()
        .filter(each -> each.opcode() < 8)
        .peek(each -> whole.append(each.text()))
        .filter(WireFrame::fin)
        .map(
            each -> {
              String text = whole.toString();
              whole.setLength(0);
              return text;
            })
        .toList();
  }

  @Override
  public String toString() {
    return client.connection() + (deflating == null ? "" : " with deflate");
  }
}
