package org.drafthorse.conformance;

import java.util.List;
import java.util.stream.Stream;

/** All cases, in the order of the texts that they are about. */
public final class Cases {

  private Cases() {}

  /** All of them. */
  public static List<Case> all() {
    return Stream.of(
            FrameCases.all(),
            ControlCases.all(),
            FragmentCases.all(),
            Utf8Cases.all(),
            CloseCases.all(),
            LimitCases.all(),
            DeflateCases.all(),
            Draft00Cases.all())
        .flatMap(List::stream)
        .toList();
  }
}
