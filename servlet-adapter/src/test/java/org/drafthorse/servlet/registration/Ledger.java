package org.drafthorse.servlet.registration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * What happened in web applications, for tests to read, and what they are to do: the one class that
 * both of them see.
 */
public final class Ledger {

  private static final Map<String, List<String>> PAGES = new ConcurrentHashMap<>();

  private static final Map<String, Runnable> ORDERS = new ConcurrentHashMap<>();

  private Ledger() {}

  /** Keeps what an application is to do, for once. */
  static void order(String name, Runnable what) {
    ORDERS.put(name, what);
  }

  /** Does it, and notes on the page of that name how many milliseconds it took. */
  public static void run(String name) {
    long begin = System.nanoTime();
    ORDERS.remove(name).run();
    note(name, Long.toString(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin)));
  }

  /** Notes something on a page. */
  public static void note(String page, String what) {
    page(page).add(what);
  }

  /** What is noted there, live. */
  public static List<String> page(String page) {
    return PAGES.computeIfAbsent(page, p -> new CopyOnWriteArrayList<>());
  }

  /** Begins anew. */
  public static void clear() {
    PAGES.clear();
  }
}
