import Testing

@testable import Registry

@Suite("Platforms of recorded cases")
struct PlatformTests {
  @Test(
    "the widest vector instructions are told by the first processor's flags",
    arguments: [
      ("processor : 0\nflags\t\t: fpu sse2 sse4_1 avx avx2 fma bmi2\nflags : sse2\n", "AVX2"),
      ("flags : sse2 sse4_1 avx fma\n", "AVX"), ("flags : sse2\n", "SSE2"),
      ("flags : avx avx2 fma avx512f avx512bw avx512dq avx512vl\n", "AVX-512"),
      ("flags : avx2 fma avx512f avx512bw avx512dq avx512vl avx512_vnni\n", "AVX-512 VNNI"),
      ("Features : fp asimd asimddp\n", "DotProd"), ("Features : fp asimd sve\n", "SVE"),
      ("model name : avx2\n", nil), ("", nil),
    ] as [(String, String?)])
  func levels(text: String, level: String?) {
    #expect(Platform.vectorLevel(text) == level)
  }
}
