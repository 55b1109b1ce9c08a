package org.drafthorse.programs;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that run programs which Maven does not bring. Where one is missing they are left out, and
 * the build's last lines say so; with {@code -Drequire.programs} they fail.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LeavingOut.class)
public @interface NeedsProgram {

  /** Commands on the PATH, or absolute paths. */
  String[] value();
}
