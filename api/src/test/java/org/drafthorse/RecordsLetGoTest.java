package org.drafthorse;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that are compared while a web application runs do not outlive it. */
class RecordsLetGoTest {

  private static final int TIMES = 1000;

  @ParameterizedTest
  @CsvSource({
    "org.drafthorse.CloseStatus",
    "org.drafthorse.Origin",
    "org.drafthorse.engine.proxy.IpAddress"
  })
  void comparingThemKeepsNoClassLoader(String type) throws Exception {
    WeakReference<ClassLoader> loader = compare(type);
    for (int i = 0; i < TIMES && loader.get() != null; i++) {
      System.gc();
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(loader.get()).isNull();
  }

  private static WeakReference<ClassLoader> compare(String type) throws Exception {
    URL classes = CloseStatus.class.getProtectionDomain().getCodeSource().getLocation();
    ClassLoader parent = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes}, parent)) {
      Class<?> loaded = loader.loadClass(type);
      Object one = make(loaded, 4000);
      Object same = make(loaded, 4000);
      Object other = make(loaded, 4001);
      assertThat(one.equals(same)).isTrue();
      assertThat(one.equals(other)).isFalse();
      assertThat(one.hashCode() == same.hashCode()).isTrue();
      return new WeakReference<>(loader);
    }
  }

  private static Object make(Class<?> type, int seed) throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Object[] values = new Object[constructor.getParameterCount()];
    for (int i = 0; i < values.length; i++) {
      Class<?> component = constructor.getParameterTypes()[i];
      values[i] =
          component == int.class ? seed : component == long.class ? (long) seed : "s" + seed;
    }
    return constructor.newInstance(values);
  }
}
