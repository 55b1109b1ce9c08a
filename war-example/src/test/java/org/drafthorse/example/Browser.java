package org.drafthorse.example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.drafthorse.programs.Programs;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium without a window, on the page of the chat. */
final class Browser implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChromeDriver driver;

  Browser(int port) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(Programs.find("chromium").toString());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1100,760");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(Programs.find("chromedriver").toFile())
            .build();
    driver = new ChromeDriver(service, options);
    driver.get("http://127.0.0.1:" + port + "/");
    await("open", () -> state().equals("open"));
  }

  void rename(String name) {
    WebElement field = driver.findElement(By.id("chat-name"));
    field.clear();
    field.sendKeys(name);
    driver.findElement(By.cssSelector("#name-form button")).click();
    await("to be " + name, () -> visitors().contains(name + " version 13 me"));
  }

  void say(String line) {
    driver.findElement(By.id("chat-line")).sendKeys(line);
    driver.findElement(By.cssSelector("#chat-form button")).click();
  }

  void awaitLine(String line) {
    await("line " + line, () -> lines().contains(line));
  }

  void awaitVisitor(String nameAndVersion) {
    await("visitor " + nameAndVersion, () -> visitors().contains(nameAndVersion));
  }

  void awaitNoVisitor(String name) {
    await("no " + name, () -> visitors().stream().noneMatch(each -> each.startsWith(name + " ")));
  }

  void awaitState(String state) {
    await("state " + state, () -> state().equals(state));
  }

  void awaitCount(String count) {
    await(count, () -> driver.findElement(By.id("visitors")).getText().contains(count));
  }

  List<String> lines() {
    return driver.findElements(By.cssSelector("#chat-log p")).stream()
        .map(WebElement::getText)
        .toList();
  }

  /** Markup that a line may have become. */
  int imagesInTheLog() {
    return driver.findElements(By.cssSelector("#chat-log img")).size();
  }

  void keepPicture(Path file) throws IOException {
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }

  private String state() {
    return driver.findElement(By.id("chat-state")).getDomAttribute("data-state");
  }

  private List<String> visitors() {
    Object rows =
        driver.executeScript(
            "return [...document.querySelectorAll('#here li')].map(each =>"
                + " [each.children[0].textContent, each.children[1].textContent, each.className]"
                + ".join(' ').trim());");
    return ((List<?>) rows).stream().map(String::valueOf).toList();
  }

  private void await(String what, java.util.function.BooleanSupplier condition) {
    new WebDriverWait(driver, PATIENCE)
        .withMessage(() -> what + "; the page shows " + lines() + ", " + visitors())
        .until(unused -> condition.getAsBoolean());
  }
}
