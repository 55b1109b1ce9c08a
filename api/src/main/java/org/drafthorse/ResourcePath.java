package org.drafthorse;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Registers a {@link WebSocketResource} of a web application under a path. The container finds the
 * class when the application starts; it needs a public constructor without parameters, unless it is
 * made by CDI. A wrong value stops the deployment and is named.
 *
 * <p>What is left out here comes from the init parameters of the application's filter, and else
 * from {@link ResourceOptions#defaults()}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ResourcePath {

  /** Begins with a slash and matches the decoded path within the application exactly. */
  String value();

  /**
   * Who may connect: {@code any} alone, or any of {@code same-host}, {@code none} for clients that
   * send no origin, and {@linkplain OriginPolicy#prefix prefixes} such as {@code
   * https://example.com}.
   */
  String[] origins() default {};

  /** The versions that may connect. */
  ProtocolVersion[] versions() default {};

  /** Where callbacks run: one, or none for the application's. */
  ListenerMode[] listener() default {};

  /**
   * Further settings as {@code name=value}, by the names of the filter's init parameters: {@code
   * max-message-size=1m}, {@code idle-timeout=2m}.
   */
  String[] settings() default {};
}
