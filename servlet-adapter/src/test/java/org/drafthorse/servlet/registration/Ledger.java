package org.drafthorse.servlet.registration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened in web applications, for tests to read: the one class that both of them see. */
public final class Ledger {

  private static final Map<String, List<String>> PAGES = new ConcurrentHashMap<>();

  private Ledger() {}

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
