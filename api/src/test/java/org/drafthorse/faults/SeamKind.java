package org.drafthorse.faults;

import java.util.Arrays;
import java.util.regex.Pattern;

/** What a seam is about, by its name; the first that fits. */
enum SeamKind {
  ACQUIRE("a pool's acquire and release", "(BufferPool|ArrayPool|ZipPool|Scratch)\\..*"),
  GROW("grow", "(MessageAssembler|Account|ByteBudget)\\..*|OutputQueue\\.room"),
  DEFLATE("deflate", "(Message(De|In)flater|SlidingWindow|Deflate.*|Extension.*|Compression)\\..*"),
  ENCODE("encode", "(FrameEncoder|TextEncoder|Encodings|BroadcastSender)\\..*"),
  QUEUE("queue", "(Output|OutputQueue|SharedFrame|MessageSender)\\..*"),
  WRITE("write", "(WriteLoop|FakeTransport)\\..*|ConnectionDriver\\.(write|written|outputMoved)"),
  READ(
      "read",
      "(Input|.*Engine|FrameHeader|Masking|Utf8Validator|Opcode|Credit)\\..*"
          + "|ConnectionDriver\\.(received|handle|endOfInput)"),
  MAILBOX("mailbox", "(Mailbox|Inbox|OwnListener|Turn|TurnWatch|Quickness|PendingTasks)\\..*"),
  EXECUTOR(
      "executor",
      "(Executor|CallbackPool.*|FairQueue|Lane|Guests|Threads.*|RefusedOffers|Offer)\\..*"),
  CALLBACK("callback", "(Board|OriginPolicy|Callbacks.*|CallbackLoader)\\..*"),
  TIMER(
      "timer", "(Clock|Deadlines|WebSocketRuntime\\.tick|Clients\\.tick).*|.*\\.(look|tick|watch)"),
  LOG("log", "(Log|QuietLogger|Handler)\\..*"),
  HANDSHAKE(
      "handshake and registration",
      "(.*Handshake.*|RequestHead.*|HeaderValues|Doorkeeper|Admission.*|Resources|Route|Draft00.*"
          + "|RegisteredResource)\\..*"),
  END("end and release", "(Closing.*|Clients|ConnectionDriver|Stop)\\..*"),
  OTHER("others", ".*");

  private final String title;
  private final Pattern seams;

  SeamKind(String title, String seams) {
    this.title = title;
    this.seams = Pattern.compile(seams);
  }

  static SeamKind of(String seam) {
    return Arrays.stream(values())
        .filter(each -> each.seams.matcher(seam).matches())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return title;
  }
}
