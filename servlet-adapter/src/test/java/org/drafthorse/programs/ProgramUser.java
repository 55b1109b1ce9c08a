package org.drafthorse.programs;

import java.util.List;

/**
 * A test's parameter, or a test that knows by its parameters, what it runs that Maven does not
 * bring. Extended with {@link LeavingOut}, that test is left out where one of them is missing.
 */
public interface ProgramUser {

  /** As in {@link NeedsProgram}. */
  List<String> programs();
}
