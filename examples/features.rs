//! scratch
use samecopy::{shingle::*, text::{tokens,Marks,Token}};
use std::collections::HashSet as S;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let win: usize = args.get(2).map_or(12, |s| s.parse().unwrap());
    let mut arts = vec![];
    let only: S<String> = std::env::var("PAIRS").ok().map(|p| std::fs::read_to_string(p).unwrap().lines().flat_map(|l| l.split('\t').take(2).map(String::from).collect::<Vec<_>>()).collect()).unwrap_or_default();
    for f in args[1].split(',') {
        for l in std::fs::read_to_string(f).unwrap().lines() {
            let v: serde_json::Value = serde_json::from_str(l).unwrap();
            let id = v["id"].as_str().unwrap().to_string();
            if !only.is_empty() && !only.contains(&id) { continue; }
            let text = v["text"].as_str().unwrap().to_string();
            let t = tokens(&text);
            let c = content(&t);
            let sk: HashSet = skip_shingles(&c, win).collect();
            let s5: HashSet = shingles(&t, 5).collect();
            let s3: HashSet = shingles(&t, 3).collect();
            let nums: HashSet = t.iter().filter(|t| t.marks.has(Marks::NUMBER)).map(|t| t.stem).collect();
            let names: HashSet = t.iter().filter(|t| t.marks.has(Marks::NAME)&&t.marks.has(Marks::CONTENT)).map(|t| t.stem).collect();
            let all: HashSet = t.iter().map(|t| t.stem).collect();
            let voc: HashSet = c.iter().copied().collect();
            let first: HashSet = skip_shingles(&c[..c.len().min(80)], win).collect();
            let sents: Vec<u32> = { let mut k=0; let mut v=vec![]; for x in &t { if x.marks.has(Marks::SENTENCE) {k+=1;} if x.marks.has(Marks::CONTENT) { v.push(k); } } v };
            let grams = t.iter().filter(|x| x.marks.has(Marks::GRAM)).count();
            arts.push((id, sk, s5, s3, nums, names, all, voc, t.len(), c.len(), first, c, sents, grams));
        }
    }
    println!("a\tb\tj\tca\tcb\tj5\tc5a\tc5b\tj3\tc3a\tc3b\tnum\tnums\tname\tnamesn\tna\tnb\tvocj\tvocc\tlead\tka\tkb\tgr\ta1\ta2\ta3\ta4\ta6\tb1\tb2\tb3\tb4\tb6\tsa\tsb");
    let pairs: Vec<(usize,usize)> = if only.is_empty() { (0..arts.len()).flat_map(|i| (i+1..arts.len()).map(move |j| (i,j))).collect() } else {
        let idx: std::collections::HashMap<_,_> = arts.iter().enumerate().map(|(i,a)| (a.0.clone(), i)).collect();
        std::fs::read_to_string(std::env::var("PAIRS").unwrap()).unwrap().lines().skip(1).map(|l| { let mut p = l.split('\t'); (idx[p.next().unwrap()], idx[p.next().unwrap()]) }).collect()
    };
    for (i,j) in pairs {
        let (a,b) = (&arts[i], &arts[j]);
        let f = |x: &HashSet, y: &HashSet| { let c = x.common(y) as f64; (c/((x.len()+y.len()) as f64-c).max(1.), c/(x.len() as f64).max(1.), c/(y.len() as f64).max(1.)) };
        let (js,ca,cb) = f(&a.1,&b.1);
        let (j5,c5a,c5b) = f(&a.2,&b.2);
        let (j3,c3a,c3b) = f(&a.3,&b.3);
        // numbers: share of the smaller's
        let (s,l) = if a.4.len() <= b.4.len() {(a,b)} else {(b,a)};
        let num = s.4.common(&l.4) as f64;
        let (s2,l2) = if a.5.len() <= b.5.len() {(a,b)} else {(b,a)};
        let name = s2.5.common(&l2.6) as f64;
        let (vj,va,vb) = f(&a.7,&b.7);
        // lead of the one in the other
        let l = (a.10.common(&b.1) as f64/(a.10.len() as f64).max(1.)).max(b.10.common(&a.1) as f64/(b.10.len() as f64).max(1.));
        println!("{}\t{}\t{js:.4}\t{ca:.4}\t{cb:.4}\t{j5:.4}\t{c5a:.4}\t{c5b:.4}\t{j3:.4}\t{c3a:.4}\t{c3b:.4}\t{num}\t{}\t{name}\t{}\t{}\t{}\t{vj:.4}\t{:.4}\t{l:.4}\t{}\t{}\t{:.2}\t{}\t{}\t{}\t{}", a.0,b.0,s.4.len(),s2.5.len(),a.8,b.8, va.max(vb), a.9,b.9,(a.13+b.13) as f64/(a.8+b.8).max(1) as f64, cov(&a.11,&b.1,win), cov(&b.11,&a.1,win), sent(&a.11,&a.12,&b.1,win), sent(&b.11,&b.12,&a.1,win));
    }
    let _: Option<Token> = None;
}

fn cov(c: &[u64], other: &HashSet, win: usize) -> String {
    let mut n = vec![0; c.len()];
    for i in 0..c.len() { for j in i+1..c.len().min(i+1+win) { if c[i]!=c[j] && other.as_slice().binary_search(&c[i].wrapping_add(c[j])).is_ok() { n[i]+=1; n[j]+=1; } } }
    [1,2,3,4,6].iter().map(|m| format!("{:.4}", n.iter().filter(|&&x| x>=*m).count() as f64/(c.len() as f64).max(1.))).collect::<Vec<_>>().join("\t")
}
fn sent(c: &[u64], s: &[u32], other: &HashSet, win: usize) -> String {
    // share of sentences (weighted by words) with at least 3 shared pairs inside
    let mut m: std::collections::BTreeMap<u32,(usize,usize)> = Default::default();
    for i in 0..c.len() { let e=m.entry(s[i]).or_default(); e.0+=1; for j in i+1..c.len().min(i+1+win) { if s[i]==s[j] && c[i]!=c[j] && other.as_slice().binary_search(&c[i].wrapping_add(c[j])).is_ok() { e.1+=1; } } }
    let good: usize = m.values().filter(|x| x.1>=3).map(|x| x.0).sum();
    format!("{:.4}", good as f64/(c.len() as f64).max(1.))
}
