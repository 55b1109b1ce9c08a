package org.drafthorse.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.drafthorse.programs.NeedsProgram;
import org.drafthorse.wire.OldClient;
import org.junit.jupiter.api.Test;

/** The example on stock Jetty, as people meet it. */
@NeedsProgram({"chromium", "chromedriver"})
final class TwoBrowsersChatIT {

  @Test
  void twoBrowsersAndAnOldClientChatAndComeBackByThemselves() throws Exception {
    Container jetty = Container.jettyAsDocumented(0);
    int port = jetty.port();
    try (Browser ann = new Browser(port)) {
      try (Browser bob = new Browser(port)) {
        ann.rename("ann");
        bob.rename("bob");
        ann.awaitLine("bob joined");
        ann.awaitVisitor("bob version 13");
        bob.awaitVisitor("ann version 13");
        bob.awaitVisitor("bob version 13 me");
        ann.awaitCount("chat 2");
        bob.say("hello, <img src=x> ann \u2713");
        ann.awaitLine("bob: hello, <img src=x> ann \u2713");
        ann.say("hello, bob");
        bob.awaitLine("ann: hello, bob");
        assertThat(ann.imagesInTheLog()).isZero();

        try (OldClient old = OldClient.connect(port, "/chat?name=old")) {
          ann.awaitVisitor("old version 00");
          old.say("I am from 2010");
          bob.awaitLine("old: I am from 2010");
          bob.keepPicture(Path.of("target", "chat.png"));
        }
        ann.awaitLine("old left");

        jetty.close();
        ann.awaitState("closed");
        jetty = Container.jettyAsDocumented(port);
        ann.awaitState("open");
        bob.awaitState("open");
        ann.awaitVisitor("bob version 13");
        bob.say("here again");
        ann.awaitLine("bob: here again");
      }
      ann.awaitLine("bob left");
      ann.awaitNoVisitor("bob");
    } finally {
      jetty.close();
    }
  }
}
