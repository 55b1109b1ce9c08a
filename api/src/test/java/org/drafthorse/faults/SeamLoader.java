package org.drafthorse.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Loads our classes once more, beside those of other tests: those that are to be thrown into call
 * {@link Seams#at} at the beginning of each method, and a transport at its end as well.
 */
final class SeamLoader extends ClassLoader {

  /** Of these there is one, whoever loads. */
  private static final Set<String> SHARED =
      Set.of(Seams.class.getName(), Fault.class.getName(), "org.drafthorse.runtime.LogCapture");

  /**
   * What ends some work needs no memory, and less of the stack than the work did; a thread begins
   * with an empty one. What these call may throw.
   */
  private static final Set<String> ENDS =
      Set.of(
          "Turn.exit",
          "TurnWatch.end",
          "Mailbox.leave",
          "CallbackPool$Worker.run",
          "OwnListener.run",
          "ZipPool.release");

  /** What others do for us: it may throw when it has done so. */
  private static final String TRANSPORT = "FakeTransport";

  private final Predicate<String> hasSeams;

  /** Puts seams into the classes whose names that says yes to. */
  SeamLoader(Predicate<String> hasSeams) {
    super(SeamLoader.class.getClassLoader());
    this.hasSeams = hasSeams;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("org.drafthorse.") || SHARED.contains(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = file.readAllBytes();
      byte[] code = hasSeams.test(name) ? withSeams(bytes) : bytes;
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] withSeams(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new Methods(writer), 0);
    return writer.toByteArray();
  }

  private static final class Methods extends ClassVisitor {
    private String type = "";

    Methods(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String base, String[] interfaces) {
      type = name.substring(name.lastIndexOf('/') + 1);
      super.visit(version, access, name, signature, base, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      String seam = type + "." + name;
      // Constructors and class initialisers fail otherwise.
      return name.startsWith("<") || ENDS.contains(seam)
          ? method
          : new Entry(method, seam, type.equals(TRANSPORT));
    }
  }

  private static final class Entry extends MethodVisitor {
    private final String seam;
    private final boolean atEnd;

    Entry(MethodVisitor next, String seam, boolean atEnd) {
      super(Opcodes.ASM9, next);
      this.seam = seam;
      this.atEnd = atEnd;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      call(seam);
    }

    @Override
    public void visitInsn(int opcode) {
      if (atEnd && opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        call(seam + ", done");
      }
      super.visitInsn(opcode);
    }

    private void call(String where) {
      visitLdcInsn(where);
      String at = Type.getMethodDescriptor(Type.VOID_TYPE, Type.getType(String.class));
      visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(Seams.class), "at", at, false);
    }
  }
}
